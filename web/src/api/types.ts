export * from './pending'

/* A pace is told only where there is a day to reach: the server says -1 where there is none. */
export const hasPace = (p: number | null | undefined): p is number => p != null && p >= 0

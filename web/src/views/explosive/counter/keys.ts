/*
 * The keys by which people sign on this device: ECDSA on P-256, made by the browser, kept encrypted under each person's
 * PIN (PBKDF2, AES-GCM).  Without the PIN the key cannot be used; the server has the public part alone.
 */
import { bytesToHex } from '@noble/hashes/utils'

export interface PersonKey { id: string; magazine: number; person: string; post: string; salt: Uint8Array; iv: Uint8Array; wrapped: ArrayBuffer }

const ROUNDS = 250000
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' }

/* Keys and offline work need a page that came by https (or from this machine). */
export const possible = () => typeof crypto !== 'undefined' && crypto.subtle !== undefined

async function lock(pin: string, salt: Uint8Array): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveKey'])
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt: salt as BufferSource, iterations: ROUNDS }, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

function pemOf(der: ArrayBuffer): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(der)))
  return `-----BEGIN PUBLIC KEY-----\n${text.match(/.{1,64}/g)!.join('\n')}\n-----END PUBLIC KEY-----\n`
}

/* A new key; its id comes from the server, which works it out from the public part. */
export async function makeKey(pin: string): Promise<{ pem: string; salt: Uint8Array; iv: Uint8Array; wrapped: ArrayBuffer }> {
  const pair = await crypto.subtle.generateKey(CURVE, true, ['sign', 'verify'])
  const salt = crypto.getRandomValues(new Uint8Array(16)), iv = crypto.getRandomValues(new Uint8Array(12))
  const wrapped = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await lock(pin, salt), await crypto.subtle.exportKey('pkcs8', pair.privateKey))
  return { pem: pemOf(await crypto.subtle.exportKey('spki', pair.publicKey)), salt, iv, wrapped }
}

/* r and s as two integers, as OpenSSL wants them. */
export function derOf(raw: Uint8Array): string {
  const int = (b: Uint8Array): number[] => {
    let i = 0
    while (i < b.length - 1 && !b[i]) i++
    const bytes = [...b.slice(i)]
    return [2, bytes.length + (bytes[0]! & 0x80 ? 1 : 0), ...(bytes[0]! & 0x80 ? [0] : []), ...bytes]
  }
  const body = [...int(raw.slice(0, 32)), ...int(raw.slice(32))]
  return bytesToHex(new Uint8Array([0x30, body.length, ...body]))
}

/* null: the PIN is wrong. */
export async function signWith(k: PersonKey, pin: string, text: string): Promise<string | null> {
  let pkcs8: ArrayBuffer
  try { pkcs8 = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: k.iv as BufferSource }, await lock(pin, k.salt), k.wrapped) } catch { return null }
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, CURVE, false, ['sign'])
  return derOf(new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, new TextEncoder().encode(text))))
}

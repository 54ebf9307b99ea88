/* A text cut where the searched words stand in it. */
export function pieces(text: string, q: string): { text: string; hit: boolean }[] {
  const words = q.split(/\s+/).filter(Boolean).map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  if (!words.length) return [{ text, hit: false }]
  return text.split(new RegExp(`(${words.join('|')})`, 'i')).map((part, i) => ({ text: part, hit: i % 2 === 1 })).filter((p) => p.text)
}

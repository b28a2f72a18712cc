/** Whether a text is an address or a CIDR and nothing else. */
export function isCidr(text: string): boolean {
  const v4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text);
  if (v4 !== null) return v4.slice(1, 5).every((octet) => Number(octet) < 256) && Number(v4[5] ?? 32) <= 32;
  const v6 = /^(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:\/(\d{1,3}))?$/i.exec(text);
  return v6 !== null && Number(v6[1] ?? 128) <= 128;
}

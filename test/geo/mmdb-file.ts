/** A network and what is known of it. */
export interface MmdbEntry {
  /** Bits of the address, the first one first: 32 for IPv4, up to 128 for IPv6. */
  readonly bits: string;
  readonly value: MmdbValue;
}

/** What a value of a file for tests can be. */
export type MmdbValue = string | number | readonly MmdbValue[] | { readonly [key: string]: MmdbValue };

type Half = { node: Node } | { value: number } | null;
interface Node {
  halves: [Half, Half];
}

/** Bits of an IPv4 network: `192.0.2.0/24`. In an IPv6 tree they lie at `::/96`. */
export function bits4(network: string, version: 4 | 6): string {
  const [address, length] = network.split("/");
  const bits = address!.split(".").map((part) => Number(part).toString(2).padStart(8, "0"));
  return (version === 6 ? "0".repeat(96) : "") + bits.join("").slice(0, Number(length));
}

/** Bits of an IPv6 network, given by its first groups: `2001:db8/32`. */
export function bits6(network: string): string {
  const [groups, length] = network.split("/");
  const bits = groups!.split(":").map((group) => Number.parseInt(group, 16).toString(2).padStart(16, "0"));
  return bits.join("").padEnd(128, "0").slice(0, Number(length));
}

/** Writes a MaxMind DB file; `aliases` lead to the IPv4 addresses, as `2002::/16` does in files of MaxMind. */
export function mmdbFile(
  entries: readonly MmdbEntry[],
  options: { version: 4 | 6; recordBits: 24 | 28 | 32; aliases?: readonly string[] },
): Uint8Array {
  const root: Node = { halves: [null, null] };
  const nodes = [root];
  const data: number[] = [];
  const positions = new Map<string, number>();
  const put = (bits: string, half: Half) => {
    let node = root;
    for (const [index, bit] of [...bits].entries()) {
      const side = bit === "1" ? 1 : 0;
      if (index === bits.length - 1) {
        node.halves[side] = half;
        return;
      }
      let next = node.halves[side];
      if (next === null || !("node" in next)) {
        next = { node: { halves: [next, next] } };
        nodes.push(next.node);
        node.halves[side] = next;
      }
      node = next.node;
    }
  };
  for (const { bits, value } of [...entries].sort((a, b) => a.bits.length - b.bits.length)) {
    const text = JSON.stringify(value);
    const known = positions.get(text) ?? data.length;
    if (known === data.length) data.push(...encode(value));
    positions.set(text, known);
    put(bits, { value: known });
  }
  for (const alias of options.aliases ?? []) put(alias, { node: nodeAt(root, "0".repeat(96)) });
  const numbers = new Map(nodes.map((node, index) => [node, index]));
  const record = (half: Half) =>
    half === null ? nodes.length : "node" in half ? numbers.get(half.node)! : nodes.length + 16 + half.value;
  const tree = nodes.flatMap(({ halves }) => pack(record(halves[0]), record(halves[1]), options.recordBits));
  const metadata = encode({
    node_count: nodes.length,
    record_size: options.recordBits,
    ip_version: options.version,
    database_type: "Test-Country",
    build_epoch: 1_700_000_000,
  });
  const marker = [0xab, 0xcd, 0xef, ...new TextEncoder().encode("MaxMind.com")];
  return Uint8Array.from([...tree, ...new Array<number>(16).fill(0), ...data, ...marker, ...metadata]);
}

function nodeAt(root: Node, bits: string): Node {
  let node = root;
  for (const bit of bits) {
    const next = node.halves[bit === "1" ? 1 : 0];
    if (next === null || !("node" in next)) throw new Error("no such node");
    node = next.node;
  }
  return node;
}

function pack(left: number, right: number, recordBits: number): number[] {
  const three = (value: number) => [(value >>> 16) & 255, (value >>> 8) & 255, value & 255];
  if (recordBits === 24) return [...three(left), ...three(right)];
  if (recordBits === 28) return [...three(left), ((left >>> 24) << 4) | (right >>> 24), ...three(right)];
  return [left >>> 24, ...three(left), right >>> 24, ...three(right)];
}

function encode(value: MmdbValue): number[] {
  if (typeof value === "string") {
    const bytes = [...new TextEncoder().encode(value)];
    return [...control(2, bytes.length), ...bytes];
  }
  if (typeof value === "number") {
    return [...control(6, 4), value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
  }
  if (Array.isArray(value)) return [...control(11, value.length), ...value.flatMap(encode)];
  const members = Object.entries(value);
  return [
    ...control(7, members.length),
    ...members.flatMap(([key, one]) => [...encode(key), ...encode(one)]),
  ];
}

function control(type: number, size: number): number[] {
  const small = Math.min(size, 29);
  const head = type < 8 ? [(type << 5) | small] : [small, type - 7];
  return size < 29 ? head : [...head, size - 29];
}

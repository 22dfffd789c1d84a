import type { Reading } from "./hours.ts";

const VERSION = 1;
const FIRST_BYTES = 1 << 16;

/**
 * Readings as compact bytes for storage: a version byte, then for each reading the steps in time and power since the
 * one before as zigzag varints. Any order, any safe integers; a 1 Hz log takes about 4 bytes a reading.
 */
export function packSamples(samples: Iterable<Reading>): Uint8Array {
  const writer = new Writer();
  writer.byte(VERSION);
  let lastMs = 0;
  let lastMilliwatts = 0;
  for (const { atMs, milliwatts } of samples) {
    writer.signed(atMs - lastMs);
    writer.signed(milliwatts - lastMilliwatts);
    lastMs = atMs;
    lastMilliwatts = milliwatts;
  }
  return writer.bytes();
}

/** @throws RangeError when the bytes are of another version or end inside a reading. */
export function unpackSamples(bytes: Uint8Array): { atMs: number; milliwatts: number }[] {
  if (bytes[0] !== VERSION) throw new RangeError(`Packed readings of version ${bytes[0]} cannot be read`);
  const samples: { atMs: number; milliwatts: number }[] = [];
  const reader = new Reader(bytes);
  let atMs = 0;
  let milliwatts = 0;
  while (reader.hasMore()) {
    atMs += reader.signed();
    milliwatts += reader.signed();
    samples.push({ atMs, milliwatts });
  }
  return samples;
}

class Writer {
  #bytes: Uint8Array = new Uint8Array(FIRST_BYTES);
  #length = 0;

  byte(value: number): void {
    if (this.#length + 10 > this.#bytes.length) this.#grow();
    this.#bytes[this.#length] = value;
    this.#length += 1;
  }

  /** Arithmetic, not bit operations: times leave 32 bits. */
  signed(value: number): void {
    if (this.#length + 10 > this.#bytes.length) this.#grow();
    if (value > -1_000_000_000 && value < 1_000_000_000) this.#small(((value << 1) ^ (value >> 31)) >>> 0);
    else this.#large(value >= 0 ? BigInt(value) * 2n : -BigInt(value) * 2n - 1n);
  }

  #small(zigzag: number): void {
    let rest = zigzag;
    let at = this.#length;
    while (rest >= 128) {
      this.#bytes[at] = (rest & 127) | 128;
      rest >>>= 7;
      at += 1;
    }
    this.#bytes[at] = rest;
    this.#length = at + 1;
  }

  #large(zigzag: bigint): void {
    let rest = zigzag;
    while (rest >= 128n) {
      this.#bytes[this.#length] = Number(rest & 127n) | 128;
      this.#length += 1;
      rest >>= 7n;
    }
    this.#bytes[this.#length] = Number(rest);
    this.#length += 1;
  }

  #grow(): void {
    const larger = new Uint8Array(this.#bytes.length * 2);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 1;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  hasMore(): boolean {
    return this.#at < this.#bytes.length;
  }

  signed(): number {
    let value = 0;
    let factor = 1;
    for (let count = 0; ; count += 1) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined || count > 9) throw new RangeError("Packed readings end inside a reading");
      this.#at += 1;
      // Sums of 7-bit groups stay exact up to 2^53; a zigzag of a safe integer can reach 2^54, so it is halved by parts.
      if (byte < 128 && factor > 2 ** 42) return this.#wide(count);
      value += (byte & 127) * factor;
      if (byte < 128) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
      factor *= 128;
    }
  }

  #wide(count: number): number {
    let zigzag = 0n;
    for (let back = 0; back <= count; back += 1) {
      zigzag = (zigzag << 7n) | BigInt((this.#bytes[this.#at - 1 - back] ?? 0) & 127);
    }
    return Number(zigzag % 2n === 0n ? zigzag / 2n : -(zigzag + 1n) / 2n);
  }
}

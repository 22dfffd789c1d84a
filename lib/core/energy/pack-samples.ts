import type { Reading } from "./quarters.ts";

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
  const length = bytes.length;
  let at = 1;
  let atMs = 0;
  let milliwatts = 0;
  while (at < length) {
    let step = 0;
    for (let part = 0; part < 2; part += 1) {
      const start = at;
      while ((bytes[at] ?? 0) >= 128) at += 1;
      if (at >= length || at - start > 9) throw new RangeError("Packed readings end inside a reading");
      const value = at - start < 4 ? shortValue(bytes, start, at) : longValue(bytes, start, at);
      if (part === 0) step = value;
      else milliwatts += value;
      at += 1;
    }
    atMs += step;
    samples.push({ atMs, milliwatts });
  }
  return samples;
}

/** A zigzag varint of up to four bytes, 28 bits. */
function shortValue(bytes: Uint8Array, start: number, last: number): number {
  let zigzag = 0;
  for (let at = last; at >= start; at -= 1) zigzag = (zigzag << 7) | ((bytes[at] ?? 0) & 127);
  return (zigzag >>> 1) ^ -(zigzag & 1);
}

function longValue(bytes: Uint8Array, start: number, last: number): number {
  let zigzag = 0n;
  for (let at = last; at >= start; at -= 1) zigzag = (zigzag << 7n) | BigInt((bytes[at] ?? 0) & 127);
  return Number(zigzag % 2n === 0n ? zigzag / 2n : -(zigzag + 1n) / 2n);
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

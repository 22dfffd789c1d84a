const NO_BYTES = new Uint8Array(0);
const FIRST_BYTES = 8;

/** Row numbers of a file in ascending or any order: the first plain, the others as zig-zag varint differences. */
export class RowList {
  readonly first: number;
  #last: number;
  // Most lines of a file whose rows all differ have one row only: nothing is held for them.
  #bytes = NO_BYTES;
  #length = 0;
  count = 1;

  constructor(first: number) {
    this.first = first;
    this.#last = first;
  }

  push(row: number): void {
    const difference = row - this.#last;
    this.#last = row;
    this.count += 1;
    if (this.#length + 5 > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(FIRST_BYTES, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    let rest = difference >= 0 ? difference * 2 : -difference * 2 - 1;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest % 0x80) + 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  get more(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

/** The rows behind `first` and the packed differences, at most `limit` of them. */
export function unpackRows({ first, more, limit }: { first: number; more: Uint8Array; limit: number }): number[] {
  const rows = [first];
  let last = first;
  let value = 0;
  let weight = 1;
  for (const byte of more) {
    if (rows.length >= limit) break;
    value += (byte & 0x7f) * weight;
    if (byte & 0x80) {
      weight *= 0x80;
      continue;
    }
    last += value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    rows.push(last);
    value = 0;
    weight = 1;
  }
  return rows;
}

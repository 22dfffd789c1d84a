/** Reads a stream of bytes piece by piece, or so many bytes of it, and can put back what was too much. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Uint8Array[] = [];
  #isDone = false;

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#source = bytes[Symbol.asyncIterator]();
  }

  /** The next piece, never empty; null at the end. */
  async piece(): Promise<Uint8Array | null> {
    for (;;) {
      const held = this.#held.shift();
      if (held) {
        if (held.length > 0) return held;
        continue;
      }
      if (this.#isDone) return null;
      const next = await this.#source.next();
      if (next.done) this.#isDone = true;
      else this.#held.push(next.value);
    }
  }

  putBack(piece: Uint8Array): void {
    if (piece.length > 0) this.#held.unshift(piece);
  }

  /** Exactly `count` bytes, or fewer at the end of the stream. */
  async take(count: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let length = 0;
    while (length < count) {
      const piece = await this.piece();
      if (!piece) break;
      const wanted = count - length;
      if (piece.length > wanted) this.putBack(piece.subarray(wanted));
      parts.push(piece.length > wanted ? piece.subarray(0, wanted) : piece);
      length += Math.min(piece.length, wanted);
    }
    const [only, ...others] = parts;
    return only && others.length === 0 ? only : new Uint8Array(Buffer.concat(parts));
  }

  /** The first `count` bytes without taking them. */
  async peek(count: number): Promise<Uint8Array> {
    const bytes = await this.take(count);
    this.putBack(bytes);
    return bytes;
  }

  async *rest(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const piece = await this.piece();
      if (!piece) return;
      yield piece;
    }
  }
}

import { inTransaction, type Transaction } from "../db/transaction.ts";

/** Carries a result out of a transaction that must leave nothing behind. */
class Undone<T> extends Error {
  readonly result: T;
  constructor(result: T) {
    super("rolled back on purpose");
    this.result = result;
  }
}

/** Does the work in a transaction and takes all of it back: what would happen, without its happening. */
export async function rolledBack<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
  try {
    return await inTransaction(async (tx) => {
      throw new Undone(await work(tx));
    });
  } catch (error) {
    // The only Undone thrown above carries what `work` gave.
    if (error instanceof Undone) return error.result as T;
    throw error;
  }
}

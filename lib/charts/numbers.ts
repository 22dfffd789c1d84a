/**
 * The one door from exact decimals to numbers: what becomes a length on a picture may lose digits, nothing else may.
 */
export const toNumber = (decimalText: string): number => Number(decimalText);

/** A round step (1, 2, 2.5 or 5 times a power of ten) that cuts `span` into at most `most` pieces. */
export function roundStep(span: number, most: number): number {
  if (span <= 0) return 1;
  const rough = span / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find((multiple) => multiple * power >= rough - power * 1e-9) ?? 10;
  return step * power;
}

/** Two decimals are finer than a screen pixel; longer text would only weigh. */
export const coordinate = (value: number): number => Math.round(value * 100) / 100;

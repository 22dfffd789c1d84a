/** Whether a figure has a unit, and how many places. */
export const shapeOf = (cell = ""): string =>
  cell
    .trim()
    .replaceAll(/^-?\d+/g, "")
    .replaceAll(/\d/g, "0");

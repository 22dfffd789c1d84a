/**
 * The words on an invoice in the languages these were seen or are sent in: English, Swedish, Turkish, German, French,
 * Spanish. Longer phrases first where one begins another.
 */
const anyOf = (...phrases: readonly string[]): string => `(?:${phrases.join("|").replaceAll(" ", "\\s+")})`;

export const INVOICE_NUMBER = anyOf(
  "Invoice number",
  "Fakturanummer",
  "Fatura numaras[ıi]",
  "Rechnungsnummer",
  "Numéro de (?:la )?facture",
  "Número de factura",
);
export const RECEIPT_NUMBER = anyOf(
  "Receipt number",
  "Kvittonummer",
  "Makbuz numaras[ıi]",
  "Belegnummer",
  "Quittungsnummer",
  "Numéro de reçu",
  "Número de recibo",
);
export const CREDIT_NOTE_NUMBER = anyOf(
  "Credit note number",
  "Kreditnotanummer",
  "Kreditfakturanummer",
  "Gutschriftnummer",
  "Numéro de l['’]avoir",
  "Número de nota de crédito",
);
export const ISSUED = anyOf(
  "Date of issue",
  "Date issued",
  "Invoice date",
  "Utfärdandedatum",
  "Utfärdat",
  "Fakturadatum",
  "Düzenle[nm]+e tarihi",
  "Veriliş tarihi",
  "Ausstellungsdatum",
  "Date d['’]émission",
  "Fecha de emisión",
);
export const DUE = anyOf(
  "Date due",
  "Due date",
  "Förfallodatum",
  "Son ödeme tarihi",
  "Vade tarihi",
  "Fälligkeitsdatum",
  "Fällig am",
  "Date d['’]échéance",
  "Fecha de vencimiento",
);
export const PAID = anyOf(
  "Date paid",
  "Betalningsdatum",
  "Betald den",
  "Ödeme tarihi",
  "Bezahlt am",
  "Zahlungsdatum",
  "Date de paiement",
  "Fecha de pago",
);
export const BILL_TO = anyOf(
  "Bill to",
  "Billed to",
  "Faktureras? till",
  "Fatura adresi",
  "Faturaland[ıi]r[ıi]lan",
  "Rechnung an",
  "Rechnungsempfänger",
  "Facturé à",
  "Facturer à",
  "Facturar a",
  "Ship to",
  "Levereras? till",
);

export const SUBTOTAL = anyOf("Subtotal", "Sub-total", "Delsumma", "Ara toplam", "Zwischensumme", "Sous-total");
export const BEFORE_TAX = anyOf(
  "Total excluding tax",
  "Total excl\\.? tax",
  "Summa exkl(?:usive|\\.)? (?:skatt|moms)",
  "Totalt exkl(?:usive|\\.)? (?:skatt|moms)",
  "Vergi hariç toplam",
  "Gesamtbetrag exkl\\. Steuern?",
  "Summe ohne Steuern?",
  "Total hors taxes?",
  "Total sin impuestos",
);
export const TOTAL = anyOf(
  "Total amount",
  "Total",
  "Totalt",
  "Summa",
  "Toplam",
  "Gesamtbetrag",
  "Gesamtsumme",
  "Gesamt",
  "Summe",
);
export const AMOUNT_DUE = anyOf(
  "Amount due",
  "Amount remaining",
  "Belopp att betala",
  "Att betala",
  "Förfallet belopp",
  "Ödenecek tutar",
  "Fälliger Betrag",
  "Montant dû",
  "Importe adeudado",
  "Importe a pagar",
);
export const AMOUNT_PAID = anyOf(
  "Amount paid",
  "Betalt belopp",
  "Ödenen tutar",
  "Bezahlter Betrag",
  "Gezahlter Betrag",
  "Montant payé",
  "Importe pagado",
);
export const TAX = anyOf(
  "VAT",
  "GST",
  "HST",
  "PST",
  "QST",
  "JCT",
  "Sales tax",
  "Consumption tax",
  "Tax",
  "Moms",
  "Skatt",
  "KDV",
  "Vergi",
  "MwSt\\.?",
  "USt\\.?",
  "Mehrwertsteuer",
  "Umsatzsteuer",
  "TVA",
  "IVA",
  "Impuestos?",
);

/** The head of the table of items: what is sold, and at the other end the amount. */
export const ITEMS_HEAD = new RegExp(
  `${anyOf("Description", "Beskrivning", "Açıklama", "Beschreibung", "Descripción")}\\s+${anyOf("Qty", "Quantity", "Antal", "Adet", "Miktar", "Menge", "Anz\\.", "Qté", "Quantité", "Cant\\.?", "Cantidad")}.{0,80}?${anyOf("Amount", "Belopp", "Tutar", "Betrag", "Montant", "Importe")}`,
  "isu",
);

/** Who sells, as printed; the first of these in a document is its seller. */
export const SELLERS: readonly { readonly provider: string; readonly name: RegExp }[] = [
  { provider: "anthropic", name: /Anthropic,?\s+PBC|Anthropic\s+Ireland,?\s+(?:Limited|Ltd)\.?/u },
  {
    provider: "openai",
    name: /OpenAI\s+OpCo,?\s+LLC|OpenAI\s+Ireland\s+(?:Limited|Ltd)\.?|OpenAI,?\s+(?:L\.?L\.?C|LP|Inc)\.?/u,
  },
];

const MONTHS: readonly RegExp[] = [
  /^(?:jan|ocak|oca|ene)/,
  /^(?:feb|şub|sub|fév|fev)/,
  /^(?:mar|mär|mrz)/,
  /^(?:apr|nis|avr|abr)/,
  /^(?:may|mai|maj)/,
  /^(?:jun|haz|juin)/,
  /^(?:jul|tem|juil)/,
  /^(?:aug|ağu|agu|aoû|aou|ago)/,
  /^(?:sep|eyl)/,
  /^(?:oct|okt|eki)/,
  /^(?:nov|kas)/,
  /^(?:dec|dez|ara|déc|dic)/,
];

/** 1 to 12; null when the word is no month. */
export function monthNumber(word: string): number | null {
  const lower = word.toLocaleLowerCase("en").replaceAll("i̇", "i");
  const found = MONTHS.findIndex((month) => month.test(lower));
  return found < 0 ? null : found + 1;
}

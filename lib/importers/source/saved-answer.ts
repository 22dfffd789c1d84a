import type { Sample } from "../importer.ts";
import { withoutEmails } from "../person.ts";
import { asText, isObject, type JsonObject, readJsonValues } from "./json.ts";

const LONGEST = 160;

/**
 * A download that failed and was saved all the same, whatever its name: an API's error in JSON, or a web page (often the
 * sign-in page). @returns what it is in words, null when it is neither
 */
export function failedDownload(sample: Sample): string | null {
  if (/^\s*(?:<!doctype html|<html)\b/i.test(sample.text))
    return "a web page, often the sign-in page, instead of the export";
  if (!sample.jsonKeys || !sample.isWhole) return null;
  const [value, ...more] = readJsonValues(sample.text).values;
  if (!isObject(value) || more.length > 0) return null;
  const message = errorOf(value);
  return message === null ? null : `the answer to a request that failed ("${message}") instead of the export`;
}

function errorOf(value: JsonObject): string | null {
  const { error, errors } = value;
  const nested = Array.isArray(errors) ? errors[0] : (error ?? errors);
  if (isObject(nested)) return shown(messageIn(nested) ?? asText(nested.code) ?? "error");
  if (typeof nested === "string") return shown(messageIn(value) ?? nested);
  const code = asText(value.code) ?? asText(value.status) ?? asText(value.statusCode) ?? asText(value.status_code);
  const isFailure = code !== null && !/^(?:0|2\d\d|ok|success)$/i.test(code);
  const hasData = isObject(value.data) || Array.isArray(value.data);
  const message = messageIn(value);
  return message !== null && (isFailure || value.success === false) && !hasData ? shown(message) : null;
}

const messageIn = (value: JsonObject): string | null =>
  [value.message, value.msg, value.detail, value.error_description]
    .map(asText)
    .find((text) => text !== null && text !== "") ?? null;

const shown = (text: string): string => withoutEmails(text.replaceAll(/\p{Cc}/gu, " ")).slice(0, LONGEST);

import { expect, test } from "vitest";
import { sampleOf } from "./sample.ts";
import { failedDownload } from "./saved-answer.ts";

const said = (text: string) => failedDownload(sampleOf({ fileName: "usage_data.zip", text, isWhole: true }).sample);

test.each([
  ['{"code":40003,"msg":"Authorization Failed (invalid token)","data":null}', "Authorization Failed (invalid token)"],
  ['{"error":{"message":"Incorrect API key provided","type":"invalid_request_error"}}', "Incorrect API key provided"],
  ['{"error":"unauthorized","error_description":"token expired for ada@acme.example"}', "token expired for person-"],
  ['{"success":false,"message":"Not found","code":404}', "Not found"],
  ['{"errors":[{"code":"E1","detail":"No access"}]}', "No access"],
])("%s is a failed request", (text, message) => {
  expect(said(text)).toContain(message);
});

test("a web page is told from an export", () => {
  expect(said("<!DOCTYPE html><html><body>Sign in</body></html>")).toContain("web page");
});

test.each(['{"code":0,"msg":"","data":{"rows":[]}}', '{"data":[]}', '{"message":"hello"}', "[]", "a,b\n1,2"])(
  "%s is not called one",
  (text) => {
    expect(said(text)).toBeNull();
  },
);

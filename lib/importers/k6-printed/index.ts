import type { LineImporter, Sample } from "../importer.ts";
import { about } from "../source/headed-table.ts";

/** What k6 prints for people at the end of a test: rounded, in layouts that changed, and without the length of the test. */
const k6Printed: LineImporter = {
  id: "k6-printed",
  label: "k6 load test, printed summary",
  lookedFor: "k6's printed lines such as http_req_duration....: avg=",
  yields: "load-test",
  basis: "quantity",
  shape: "lines",
  claims: isPrinted,
  keptLine: () => "",
  open: (sink) => ({
    line() {},
    end() {
      sink.issue(
        about(
          "blocking",
          "summary-printed",
          "This is what k6 prints, with figures rounded for reading. Run it with --summary-export=summary.json and upload that file instead.",
        ),
      );
    },
  }),
};
export default k6Printed;

function isPrinted({ jsonKeys, text }: Sample): boolean {
  if (jsonKeys) return false;
  return (
    /^\W*(?:http_req_duration|iteration_duration)\.*:\s*avg=/m.test(text) &&
    /^\W*(?:http_reqs|iterations|vus)\.*:/m.test(text)
  );
}

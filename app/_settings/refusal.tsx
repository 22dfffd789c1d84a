import { ApiError } from "../../lib/api/client.ts";
import { Notice } from "../_ui/notice.tsx";

/** Why a change was not made, with the fields it concerns. */
export function Refusal({ error }: { error: Error | null }) {
  if (error === null) return null;
  const fields = error instanceof ApiError ? error.fields.filter((field) => field.message !== error.message) : [];
  return (
    <Notice kind="bad">
      <b>Nothing was changed.</b> {error.message}
      {fields.map((field) => (
        <div key={field.path}>
          {field.path}: {field.message}
        </div>
      ))}
    </Notice>
  );
}

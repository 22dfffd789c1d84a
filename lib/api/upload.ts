import { ApiError, readAnswer } from "./client.ts";
import type { UploadAnswer } from "./wire/upload.ts";

export type UploadOptions = { readonly rig?: string; readonly zone?: string; readonly account?: string };

/**
 * Streams one file to the server and tells how many bytes have left. XMLHttpRequest, because fetch reports no
 * progress of what it sends.
 * @returns the preview of the file, or of the first one in an archive, with the list of all of them.
 * @throws ApiError with the server's sentence.
 */
export function uploadFile(
  file: File,
  options: UploadOptions,
  onProgress: (sent: number) => void,
): Promise<UploadAnswer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(options)) if (value) query.set(name, value);
    request.open("POST", `/api/imports${query.size > 0 ? `?${query}` : ""}`);
    request.setRequestHeader("x-file-name", encodeURIComponent(file.name));
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onerror = () =>
      reject(new ApiError(0, "unreachable", "The upload broke off. Nothing was kept; send the file again."));
    request.onload = () => {
      try {
        resolve(readAnswer<UploadAnswer>(request.status, request.responseText));
      } catch (error) {
        reject(error);
      }
    };
    request.send(file);
  });
}

import type { JsonImporter, Sample } from "../importer.ts";
import { ANSWER_SECRETS } from "../source/local-answers.ts";
import { ChatReader } from "./chats.ts";

/** What people wrote and named, at any depth of a chat. */
const SECRETS = [
  ...ANSWER_SECRETS,
  ..."title,files,tags,meta,folder_id,user_id,user,name,share_id,params,annotation,sources,citations,embeds".split(","),
  ..."statushistory,followups,code_executions,originalcontent,lastsentence,merged,error,selectedmodelid".split(","),
]
  // Messages are read again from what is kept: their texts go, their usage stays.
  .filter((name) => name !== "messages");

/** Open WebUI's export of chats: of each answer its model, time and usage; no word of it. */
const openWebuiChats: JsonImporter = {
  id: "open-webui-chats",
  label: "Open WebUI chats, JSON",
  lookedFor: "JSON chats with user_id and chat, or messages with model, timestamp and usage",
  yields: "local-use",
  basis: "quantity",
  secrets: SECRETS,
  shape: "json",
  claims({ jsonKeys, text }: Sample) {
    const keys = jsonKeys ?? [];
    if (keys.includes("chat")) return keys.includes("title") || keys.includes("user_id");
    if (!keys.includes("model"))
      return keys.includes("history") && keys.includes("messages") && keys.includes("models");
    const isTimed = keys.includes("timestamp") || keys.includes("created");
    if (!isTimed || keys.includes("object") || keys.includes("choices")) return false;
    return (
      (keys.includes("usage") && /"(?:response_token\/s|prompt_token\/s|approximate_total)"/.test(text)) ||
      (keys.includes("timestamp") && (keys.includes("childrenIds") || keys.includes("modelName")))
    );
  },
  read(values, sink, options) {
    new ChatReader(sink, options).read(values);
  },
};
export default openWebuiChats;

/** Systems that people look for and that are not spoken to live, for services, which know no connectors. */
export { type NotLive, notLive } from "@/lib/connectors/not-live";

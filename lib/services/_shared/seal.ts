export { sealSecret, unsealSecret } from "@/lib/core/seal";

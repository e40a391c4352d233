import { approve } from "../../../_endpoints/decisions";
import { serve } from "../../../_http/endpoint";

export const POST = serve(approve);

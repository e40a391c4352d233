import { sync } from "../_endpoints/reads";
import { serve } from "../_http/endpoint";

export const GET = serve(sync);

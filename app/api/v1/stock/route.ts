import { stock } from "../_endpoints/reads";
import { serve } from "../_http/endpoint";

export const GET = serve(stock);

import {
  ArrowLeftRight,
  Boxes,
  ChartLine,
  FileUp,
  LayoutDashboard,
  ListChecks,
  type LucideIcon,
  Megaphone,
  ReceiptText,
  RefreshCw,
  Settings,
  Tags,
} from "lucide-react";
import type { PageKey } from "./types";

export const pageIcons: Record<PageKey, LucideIcon> = {
  overview: LayoutDashboard,
  decisions: ListChecks,
  inventory: Boxes,
  transfers: ArrowLeftRight,
  ads: Megaphone,
  orders: ReceiptText,
  sync: RefreshCw,
  catalogue: Tags,
  reports: ChartLine,
  imports: FileUp,
  settings: Settings,
};

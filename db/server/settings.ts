import { statfsSync } from "node:fs";

/** Settings of the real server and of a throwaway one for tests, which may lose everything at a power cut. */
export type Durability = "durable" | "throwaway";

/** The server's settings as `name=value`, given on its command line so that a new version changes them at once. */
export function serverSettings(port: number, durability: Durability): string[] {
  const shared = [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "timezone=UTC",
    "log_timezone=UTC",
    "jit=off",
    "max_connections=120",
    "max_locks_per_transaction=256",
    "random_page_cost=1.1",
    "effective_cache_size=1GB",
    "log_line_prefix=%m [%p] %q%u@%d ",
    `dynamic_shared_memory_type=${sharedMemoryKind()}`,
  ];
  return durability === "durable" ? [...shared, ...durable] : [...shared, ...throwaway];
}

const durable = [
  "synchronous_commit=on",
  "shared_buffers=256MB",
  "work_mem=16MB",
  "maintenance_work_mem=128MB",
  "max_wal_size=4GB",
  "checkpoint_timeout=15min",
  "wal_compression=on",
  "log_min_duration_statement=5s",
];

const throwaway = [
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "wal_level=minimal",
  "max_wal_senders=0",
  "shared_buffers=128MB",
  "max_wal_size=1GB",
  "autovacuum_naptime=10min",
];

/** Containers often give /dev/shm 64 MB, where a parallel hash join fails; files serve as well there. */
function sharedMemoryKind(): "posix" | "mmap" {
  if (process.platform !== "linux") return "posix";
  try {
    const { bavail, bsize } = statfsSync("/dev/shm");
    return bavail * bsize < 512 * 1024 * 1024 ? "mmap" : "posix";
  } catch {
    return "mmap";
  }
}

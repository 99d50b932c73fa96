package dev.latchkey.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A share of a core that a process is held to, by a control group (version 1 or 2), which only root can make. */
final class CpuShare implements AutoCloseable {
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");
    private static final boolean SECOND_VERSION = Files.exists(GROUPS.resolve("cgroup.controllers"));
    private static final Path PARENT = SECOND_VERSION ? GROUPS : GROUPS.resolve("cpu");
    private static final int PERIOD_MICROS = 50_000;

    private final Path group;

    private CpuShare(String name) throws IOException {
        if (SECOND_VERSION) {
            write(PARENT.resolve("cgroup.subtree_control"), "+cpu");
        }
        group = Files.createDirectory(PARENT.resolve(name));
    }

    /** Whether groups can be made here. */
    static boolean isPossible() {
        return Files.isWritable(PARENT);
    }

    /** Holds a process to a part of a core, from now on. */
    static CpuShare of(long pid, double cores) {
        try {
            CpuShare share = new CpuShare("latchkey-bench-" + pid);
            long micros = Math.round(cores * PERIOD_MICROS);
            if (SECOND_VERSION) {
                write(share.group.resolve("cpu.max"), micros + " " + PERIOD_MICROS);
            } else {
                write(share.group.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD_MICROS));
                write(share.group.resolve("cpu.cfs_quota_us"), Long.toString(micros));
            }
            write(share.group.resolve("cgroup.procs"), Long.toString(pid));
            return share;
        } catch (IOException e) {
            throw new UncheckedIOException("only root can hold processes to a share", e);
        }
    }

    private static void write(Path file, String value) throws IOException {
        Files.writeString(file, value);
    }

    /** Takes the group away, once the process has ended. */
    @Override
    public void close() {
        try {
            Files.delete(group);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

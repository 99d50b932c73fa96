package dev.latchkey.throttle;

import dev.latchkey.redis.RedisCommands;
import dev.latchkey.settings.Limit;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;

/**
 * The counts in Redis, which all replicas share. A count is one hash: how many attempts count, when their window ends,
 * and until when each attempt that is under way may take. Each change is one script, by Redis's clock: it can't be left
 * half done, nor without an end. What holds nothing any more is gone.
 */
final class Counts {
    /** Reads a count, without what is over; then what a change needs. */
    private static final String STATE = """
            local key, window, time = KEYS[1], tonumber(ARGV[1]), redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local counted, ends, under_way, last, over = 0, 0, 0, 0, {}
            local fields = redis.call('HGETALL', key)
            for i = 1, #fields, 2 do
              local name, value = fields[i], tonumber(fields[i + 1])
              if name == 'counted' then
                counted = value
              elseif name == 'ends' then
                ends = value
              elseif name ~= 'refused' and value > now then
                under_way, last = under_way + 1, math.max(last, value)
              elseif name ~= 'refused' then
                table.insert(over, name)
              end
            end
            if ends <= now then
              counted, ends = 0, 0
            end
            local function count(by)
              counted = math.max(0, counted + by)
              if counted > 0 then
                if ends == 0 then
                  ends = now + window
                  redis.call('HSET', key, 'counted', counted, 'ends', ends)
                  redis.call('HDEL', key, 'refused')
                else
                  redis.call('HSET', key, 'counted', counted)
                end
              end
            end
            local function keep()
              for _, name in ipairs(over) do
                redis.call('HDEL', key, name)
              end
              if counted == 0 then
                redis.call('HDEL', key, 'counted', 'ends', 'refused')
                ends = 0
              end
              redis.call('PEXPIRE', key, math.max(ends, last) - now)
            end
            """;

    /**
     * Attempts that are refused are not counted: else a wave of them would lock their user out. Its first write is one
     * that a Redis that is full refuses, and with it the script. Returns -1 for an attempt that is let through; 0 for
     * one that has to wait for others under way; else how long the window goes on, and whether this is the first in it
     * to be refused.
     */
    private static final String BEGIN = STATE + """
            local limit, id, longest = tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
            if counted >= limit then
              return {ends - now, redis.call('HSETNX', key, 'refused', 1)}
            end
            if counted + under_way >= limit then
              return {0, 0}
            end
            if id == '' then
              count(1)
            else
              last = math.max(last, now + longest)
              redis.call('HSET', key, id, now + longest)
            end
            keep()
            return {-1, 0}
            """;

    /** Its first write is one that a Redis that is full takes, and with it all others. */
    private static final String END = "redis.call('HDEL', KEYS[1], ARGV[2])\n" + STATE + """
            local by = tonumber(ARGV[3])
            if by ~= 0 then
              count(by)
            end
            keep()
            return redis.status_reply('OK')
            """;

    /**
     * After this an attempt is taken for one that a replica began and did not live to end. Longer than all time limits
     * of a login together.
     */
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(30);

    /** Of an attempt that is counted at once. */
    private static final String NO_ID = "";

    private final RedisCommands redis;

    Counts(RedisCommands redis) {
        this.redis = redis;
    }

    /**
     * What came of asking for an attempt.
     *
     * @param millis negative if it is let through, 0 if others under way have to end first; else the rest of the window
     * @param first  whether it is the first of the window to be refused
     */
    record Answer(long millis, boolean first) {
        boolean isLetThrough() {
            return millis < 0;
        }

        boolean isToWait() {
            return millis == 0;
        }
    }

    /** Asks for an attempt that counts at once. */
    Answer count(String key, Limit limit) {
        return begin(key, limit, NO_ID);
    }

    /** Asks for an attempt that is under way until it is ended. */
    Answer begin(String key, Limit limit, String id) {
        Response answer = execute(
                BEGIN, key, millis(limit.window()), Integer.toString(limit.attempts()), id, millis(LONGEST_ATTEMPT));
        return new Answer(answer.get(0).toLong(), answer.get(1).toBoolean());
    }

    /** Ends an attempt under way, which counts from now on. */
    void endCounted(String key, Limit limit, String id) {
        end(key, limit, id, 1);
    }

    /** Ends an attempt under way, which does not count. */
    void endUncounted(String key, Limit limit, String id) {
        end(key, limit, id, 0);
    }

    /** Takes back an attempt that was counted. */
    void takeBack(String key, Limit limit) {
        end(key, limit, NO_ID, -1);
    }

    private void end(String key, Limit limit, String id, int by) {
        execute(END, key, millis(limit.window()), id, Integer.toString(by));
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }

    private Response execute(String script, String key, String... arguments) {
        Request eval = Request.cmd(Command.EVAL).arg(script).arg(1).arg(key);
        for (String argument : arguments) {
            eval.arg(argument);
        }
        return RedisCommands.await(redis.send(eval));
    }
}

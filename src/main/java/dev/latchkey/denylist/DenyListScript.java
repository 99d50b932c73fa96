package dev.latchkey.denylist;

import io.quarkus.runtime.util.HashUtil;

/**
 * The Lua script that reads a bucket in one of its epochs: one MGET, and the time of the server. With arguments it
 * also begins that epoch, unless another has begun meanwhile. It begins with a write that changes nothing: a former
 * master that has become a replica refuses it, and its list lags behind the new master's. It is a script because of
 * what Redis does <em>not</em> keep: scripts are forgotten at a restart and are not replicated (Redis 7), while an old
 * snapshot or a replica that lags brings the keys back without the latest revocations. So a server that did not see
 * the epoch begin, or has been away since, may lack a part of the list: it does not know the script, and answers
 * NOSCRIPT before any key is read. The comment in its first line gives each epoch a script of its own.
 *
 * @param sha1 what EVALSHA calls it by
 */
record DenyListScript(Epoch epoch, String text, String sha1) {

    static DenyListScript of(Bucket bucket, Epoch epoch) {
        String text = """
                -- Latchkey deny-list, bucket BUCKET, epoch EPOCH
                local write = redis.pcall('PERSIST', KEYS[1])
                if type(write) == 'table' and write.err and string.find(write.err, 'READONLY', 1, true) then
                  return redis.error_reply('READONLY You read from a replica.')
                end
                if ARGV[1] and (redis.call('GET', KEYS[1]) or '') == ARGV[2] then
                  redis.call('SET', KEYS[1], ARGV[1])
                end
                return {redis.call('TIME'), redis.call('MGET', unpack(KEYS))}
                """.replace("BUCKET", bucket.name()).replace("EPOCH", epoch.stored());
        return new DenyListScript(epoch, text, HashUtil.sha1(text));
    }
}

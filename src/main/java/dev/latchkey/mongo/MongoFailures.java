package dev.latchkey.mongo;

import com.mongodb.MongoException;
import com.mongodb.MongoServerException;
import com.mongodb.MongoWriteConcernException;
import java.util.Set;

/**
 * Which of MongoDB's errors are errors of the service itself: those that say that a command is wrong, and will be the next time. All
 * others (a failover, a node that starts or stops, a lock, a migration of a shard, a full disk, too many requests, a
 * server that can't be reached) are of the moment, and there are ever more of them.
 */
public final class MongoFailures {
    /** By the <a href="https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml">list</a> of MongoDB. */
    private static final Set<Integer> OURS = Set.of(
            2, // BadValue
            5, // GraphContainsCycle
            9, // FailedToParse
            14, // TypeMismatch
            15, // Overflow
            16, // InvalidLength
            20, // IllegalOperation
            21, // EmptyArrayOperation
            22, // InvalidBSON
            28, // PathNotViable
            40, // ConflictingUpdateOperators
            52, // DollarPrefixedFieldName
            53, // InvalidIdField
            54, // NotSingleValueField
            55, // InvalidDBRef
            56, // EmptyFieldName
            57, // DottedFieldName
            59, // CommandNotFound
            61, // ShardKeyNotFound
            66, // ImmutableField
            67, // CannotCreateIndex
            72, // InvalidOptions
            73, // InvalidNamespace
            85, // IndexOptionsConflict
            86, // IndexKeySpecsConflict
            115, // CommandNotSupported
            121, // DocumentValidationFailure
            168, // InvalidPipelineOperator
            224, // QueryFeatureNotAllowed
            303, // FeatureNotSupported
            10334, // BSONObjectTooLarge
            11000, // DuplicateKey
            11001, // DuplicateKey, of an update
            12582, // DuplicateKey, of a shard
            17280, // KeyTooLong
            17419, // a document that would become too large
            40414, // a field of a command is missing
            40415, // a field of a command is unknown
            40571); // the same, by older servers

    private MongoFailures() {}

    /** Whether it makes no sense to try again. */
    public static boolean isOurs(MongoException e) {
        return e instanceof MongoServerException
                && !(e instanceof MongoWriteConcernException)
                && OURS.contains(e.getCode());
    }
}

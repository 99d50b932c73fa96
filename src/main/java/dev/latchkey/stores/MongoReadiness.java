package dev.latchkey.stores;

import com.mongodb.client.MongoClient;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.bson.Document;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while MongoDB answers. */
@Singleton
@Readiness
public final class MongoReadiness implements HealthCheck {
    private final MongoClient mongo;
    private final DatabaseName database;
    private final MongoTlsWatch tlsWatch;

    public MongoReadiness(MongoClient mongo, DatabaseName database, MongoTlsWatch tlsWatch) {
        this.mongo = mongo;
        this.database = database;
        this.tlsWatch = tlsWatch;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("MongoDB");
        Optional<String> tlsFault = tlsWatch.fault();
        if (tlsFault.isPresent()) {
            return response.down().withData("fault", tlsFault.get()).build();
        }
        try {
            mongo.getDatabase(database.resolve()).runCommand(new Document("ping", 1));
            return response.up().build();
        } catch (RuntimeException e) {
            return response.down()
                    .withData("fault", e.getClass().getSimpleName())
                    .build();
        }
    }
}

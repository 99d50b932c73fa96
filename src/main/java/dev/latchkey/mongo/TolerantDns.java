package dev.latchkey.mongo;

import com.mongodb.spi.dns.DnsClient;
import com.mongodb.spi.dns.DnsClientProvider;
import com.mongodb.spi.dns.DnsWithResponseCodeException;
import java.util.List;
import java.util.ServiceLoader;
import org.jboss.logging.Logger;

/**
 * Reads the options that DNS has of an address with {@code mongodb+srv}, in a TXT record, or does without them if it is
 * down: the driver asks for them once, when the client is made, and a start would end. For the servers it asks again and
 * again.
 */
final class TolerantDns implements DnsClient {
    private static final Logger LOG = Logger.getLogger(TolerantDns.class);
    private static final int NO_SUCH_NAME = 3;

    /** What is there in practice; an option in {@code DATABASE_URL} comes first. */
    private static final List<String> USUAL_OPTIONS = List.of("authSource=admin");

    private final DnsClient dns = ServiceLoader.load(DnsClientProvider.class)
            .findFirst()
            .orElseThrow()
            .create();

    @Override
    public List<String> getResourceRecordData(String name, String type) {
        try {
            return dns.getResourceRecordData(name, type);
        } catch (DnsWithResponseCodeException e) {
            if (e.getResponseCode() == NO_SUCH_NAME) {
                throw e;
            }
            return withoutAnswer(e);
        } catch (RuntimeException e) {
            return withoutAnswer(e);
        }
    }

    private static List<String> withoutAnswer(RuntimeException e) {
        LOG.warnf("DNS does not tell the options of DATABASE_URL, so authSource is taken for admin: %s", e);
        return USUAL_OPTIONS;
    }
}

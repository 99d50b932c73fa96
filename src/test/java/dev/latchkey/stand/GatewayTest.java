package dev.latchkey.stand;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GatewayTest {

    @Test
    void putsInPortsThatBeginLikeThoseOfTheDocumentation() throws IOException {
        Gateway.Folder folder = new Gateway.Folder("test", 30_001, 30_002, "https://front-end.example.net", Map.of());
        String file = folder.copy("haproxy.cfg", Map.of("127.0.0.1:8081", "127.0.0.1:30003"));
        List<String> ports = Pattern.compile("127\\.0\\.0\\.1:(\\d+)")
                .matcher(Files.readString(Path.of(file)))
                .results()
                .map(MatchResult::group)
                .map(address -> address.substring(address.indexOf(':') + 1))
                .distinct()
                .sorted()
                .toList();
        assertEquals(List.of("30001", "30002", "30003"), ports);
    }
}

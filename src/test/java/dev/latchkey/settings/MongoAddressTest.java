package dev.latchkey.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MongoAddressTest {

    /** No DNS knows these hosts. */
    @ParameterizedTest
    @CsvSource({
        "mongodb+srv://ada:secret@cluster0.invalid/latchkey?retryWrites=true&srvServiceName=x&w=majority, latchkey",
        "mongodb+srv://cluster0.invalid/my_id_service, my_id_service",
        "'mongodb://a.invalid:27017,b.invalid:27017/latchkey?replicaSet=rs0', latchkey"
    })
    void isReadWithoutDns(String address, String name) {
        assertEquals(name, MongoAddress.database(address));
    }

    @Test
    void isNullIfThereIsNone() {
        assertNull(MongoAddress.database("mongodb+srv://cluster0.invalid/?w=1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster0.invalid/latchkey", "mongodb+srv://", "http://cluster0.invalid/latchkey"})
    void isNotReadFromWhatIsNoAddress(String address) {
        assertThrows(IllegalArgumentException.class, () -> MongoAddress.database(address));
    }
}

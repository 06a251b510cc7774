package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Keys that share hashes, and homes, are found and removed as if they did not. */
@ExtendWith(SeededRandomness.class)
class RecordIndexTest {

    @TempDir Path directory;

    @Test
    void it_agrees_with_a_map(RandomGenerator random) {
        RecordIndex index = new RecordIndex();
        Map<Long, Long> model = new HashMap<>();
        for (long step = 1; step <= 100_000; step++) {
            // Few homes and many hashes, so that runs of slots grow long and wrap around.
            long hash = random.nextInt(8) * 0x1_0000_0000L + random.nextInt(200);
            int slot = index.first(hash);
            assertThat(slot >= 0).isEqualTo(model.containsKey(hash));
            if (slot < 0) {
                index.add(hash, step, 1);
                model.put(hash, step);
            } else if (random.nextBoolean()) {
                assertThat(index.offset(slot)).isEqualTo(model.get(hash));
                index.remove(slot);
                model.remove(hash);
            } else {
                index.set(slot, step, 2);
                model.put(hash, step);
            }
        }
        assertThat(index.count()).isEqualTo(model.size());
        model.forEach((hash, offset) -> assertThat(index.contains(hash, offset)).isTrue());
    }

    @Test
    void keys_with_one_hash_have_their_own_records() throws Exception {
        RecordFile file = begin();
        try (KeyedRecords records = new KeyedRecords(file, _ -> 42)) {
            for (byte key = 0; key < 50; key++) {
                records.put(RecordFormat.record(1, new byte[] {key}, new byte[] {key, 1}));
                records.put(RecordFormat.record(1, new byte[] {key}, new byte[] {key, 2}));
            }
            for (byte key = 0; key < 50; key += 2) {
                records.put(RecordFormat.deletion(1, new byte[] {key}));
            }
            for (byte key = 0; key < 50; key++) {
                if (key % 2 == 0) {
                    assertThat(records.find(new byte[] {key})).isEmpty();
                } else {
                    byte[] record = records.find(new byte[] {key}).orElseThrow();
                    assertThat(RecordFormat.value(record).getShort())
                            .isEqualTo((short) (key << 8 | 2));
                }
            }
        }
        file.discard();
    }

    private RecordFile begin() throws IOException {
        Path name = directory.resolve("records");
        return RecordFile.begin(name, RecordFormat.Kind.SNAPSHOTS, 1, Disk.uninterruptible());
    }
}

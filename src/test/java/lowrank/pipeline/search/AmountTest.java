package lowrank.pipeline.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {
  @ParameterizedTest
  @CsvSource({
    "65536, 65536, 65536",
    "64K, 65536, 64000",
    "1.5M, 1572864, 1500000",
    "2k, 2048, 2000",
    "50%, 500, 500",
    "33.3%, 333, 333",
    "120%, 1200, 1200"
  })
  void bytesAreBinaryCountsDecimalPercentOfTheOriginal(String text, long bytes, long count) {
    assertThat(Amount.bytes(text).of(1000)).isEqualTo(bytes);
    assertThat(Amount.count(text).of(1000)).isEqualTo(count);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0%", "-1", "1.5", "64KB", "4G", "K", "%", "1e6", " 5", "50 %"})
  void otherTextsAreRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Amount.bytes(text));
    assertThatIllegalArgumentException().isThrownBy(() -> Amount.count(text));
  }
}

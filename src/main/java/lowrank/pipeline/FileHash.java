package lowrank.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;

/** SHA-256 of files. */
public final class FileHash {
  private static final int BLOCK = 1 << 16;

  private FileHash() {}

  /**
   * The hash in lower-case hexadecimal.
   *
   * @throws CompileException if the file cannot be read
   */
  public static String of(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] block = new byte[BLOCK];
      for (int read = stream.read(block); read >= 0; read = stream.read(block)) {
        digest.update(block, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new CompileException(Fault.UNREADABLE_FILE, file, e.getMessage());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

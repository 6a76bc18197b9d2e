import BatchGenerator
import Glibc

extension RoomInput {
  /// Generates a batch three times, once in each format, into folders below `directory`.
  ///
  /// - Parameter isClean: whether every payment cites the one item it pays; else all situations and much noise.
  package convenience init(payments: Int, isClean: Bool, in directory: String) throws {
    var options = BatchOptions()
    options.seed = 3
    options.payments = payments
    options.openItems = payments
    options.weights = isClean ? .clean : .daily
    options.noise = isClean ? .none : .heavy
    var banks: [[UInt8]] = []
    for (format, name) in [(BatchFormat.csv, "statement.csv"), (.bai2, "statement.bai"), (.camt, "statement.xml")] {
      options.format = format
      let folder = "\(directory)/\(format.rawValue)"
      _ = try BatchGenerator.write(options, to: folder)
      banks.append(RoomInput.bytes(of: "\(folder)/bank/\(name)"))
    }
    let ledger = "\(directory)/\(BatchFormat.csv.rawValue)"
    self.init(
      csv: banks[0], bai2: banks[1], camt: banks[2], openItems: RoomInput.bytes(of: ledger + "/open-items.csv"),
      customers: RoomInput.bytes(of: ledger + "/customers.csv"))
  }

  private static func bytes(of path: String) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    precondition(descriptor >= 0, "\(path) was just written")
    defer { close(descriptor) }
    let size = Int(lseek(descriptor, 0, SEEK_END))
    lseek(descriptor, 0, SEEK_SET)
    var bytes = [UInt8](repeating: 0, count: size)
    // The buffer is ours and `size` bytes long.
    let got = unsafe bytes.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, size) }
    precondition(got == size, "\(path) is read at once")
    return bytes
  }
}

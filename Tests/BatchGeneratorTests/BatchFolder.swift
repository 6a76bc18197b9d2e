import BatchGenerator
import Foundation

/// A batch in a folder of its own that goes away with it.
final class BatchFolder {
  let path: String
  let summary: BatchSummary

  init(_ options: BatchOptions) throws {
    path = FileManager.default.temporaryDirectory.path + "/tieout-batch-" + UUID().uuidString
    summary = try BatchGenerator.write(options, to: path)
  }

  deinit {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      print("left behind: \(path): \(error)")
    }
  }

  func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)) }

  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  /// Names and bytes of all files.
  func contents() throws -> [String: Data] {
    var contents: [String: Data] = [:]
    let names = ["open-items.csv", "customers.csv", "config.yaml", "truth.csv", "truth-splits.csv"]
    for name in names + summary.bankFiles { contents[name] = try bytes(name) }
    return contents
  }

  /// The rows of a CSV file by the names of its header; a plain reader, independent of Tieout's.
  func rows(_ name: String) throws -> [[String: String]] {
    var table: [[String]] = []
    var row: [String] = []
    var cell = ""
    var isQuoted = false
    for character in try text(name) {
      switch (character, isQuoted) {
      case ("\"", _): isQuoted.toggle()
      case (",", false):
        row.append(cell)
        cell = ""
      case ("\n", false):
        table.append(row + [cell])
        row = []
        cell = ""
      default: cell.append(character)
      }
    }
    guard let header = table.first else { return [] }
    return table.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }
}

extension BatchOptions {
  /// A batch with all situations in it, in `format`.
  static func small(_ format: BatchFormat, seed: UInt64 = 7) -> BatchOptions {
    var options = BatchOptions()
    options.seed = seed
    options.payments = 1_500
    options.openItems = 2_200
    options.companies = 2
    options.bankDays = 6
    options.format = format
    return options
  }
}

/// Cents of a number with exactly two decimals, nil where it is none.
func cents(_ text: String?) -> Int? {
  guard let text, let point = text.lastIndex(of: "."), text.distance(from: point, to: text.endIndex) == 3 else {
    return nil
  }
  return Int(text.replacing(".", with: ""))
}

import Foundation

/// A folder with a small ledger, in which the program is run as a scheduler or an analyst runs it; gone when the test is.
final class Place {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/tieout-night-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path + "/in", withIntermediateDirectories: true)
    try write(
      "open-items.csv", "invoice_id,customer_id,amount,currency\nINV-1001,C1,100.00,EUR\nINV-1002,C1,70.00,EUR\n")
  }

  deinit { _ = try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws {
    try text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8)
  }

  func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path + "/" + folder).sorted()
  }

  func bank(_ name: String, _ amount: String, _ text: String) throws {
    try write(
      "in/" + name,
      "booking_date,value_date,amount,currency,payer_name,payer_account,remittance,bank_reference\n"
        + "2026-03-02,2026-03-02,\(amount),EUR,Confidential Person,,\(text),\(name)\n")
  }

  func run(_ arguments: [String]) throws -> (status: Int32, output: String, errors: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("tieout")
    process.currentDirectoryURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    let complaints = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (
      process.terminationStatus, String(decoding: said, as: UTF8.self), String(decoding: complaints, as: UTF8.self)
    )
  }

  func night(_ arguments: String...) throws -> (status: Int32, output: String, errors: String) {
    try run(["apply", "--open-items", "open-items.csv", "--book", "book"] + arguments)
  }
}

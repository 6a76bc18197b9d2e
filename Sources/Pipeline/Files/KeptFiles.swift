/// Files that are read as the book kept them, instead of from the disk.
enum KeptFiles {
  /// Contents by path; set while decisions are matched with the ledger of the run before.
  @TaskLocal static var contents: [String: [UInt8]] = [:]
}

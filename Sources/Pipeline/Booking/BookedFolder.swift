package import Store

/// The folder of a run, from the files that the book keeps.
package struct BookedFolder {
  private let book: Book
  private let run: BookRun

  package init(_ book: Book, _ run: BookRun) {
    self.book = book
    self.run = run
  }

  /// Publishes the run where it was to stand; a folder that holds its files already is left as it is.
  package func publish() throws(RunFailure) {
    if try isThere() { return }
    try write(to: run.folder)
  }

  /// Writes the run's files into a new folder.
  package func write(to path: String) throws(RunFailure) {
    guard try OutputFolder.state(of: path) == .free else {
      throw .outputInTheWay(
        "\(path): holds something else; run \(run.runID) is to stand there. Move it away, and run again")
    }
    let folder = try OutputFolder.begin(at: path)
    do throws(RunFailure) {
      for name in try names {
        let file = try PartialFile(name, in: folder)
        let written = try booked { () throws(BookFailure) in
          try book.withParts(of: name, in: run) { (bytes) throws(RunFailure) in try file.write(bytes.span) }
        }
        try written.get()
        try file.flush()
      }
      try folder.publish()
    } catch {
      folder.discard()
      throw error
    }
  }

  /// Whether the folder holds just the run's files.
  func isThere() throws(RunFailure) -> Bool {
    let names = try names
    guard try OutputFolder.holds(names, in: run.folder) else { return false }
    for name in names {
      let file = try ComparedFile(name, in: run.folder)
      let compared = try booked { () throws(BookFailure) in
        try book.withParts(of: name, in: run) { (bytes) throws(RunFailure) in try file.compare(bytes.span) }
      }
      try compared.get()
      if try !file.isWhole() { return false }
    }
    return true
  }

  private var names: [String] {
    get throws(RunFailure) { try booked { () throws(BookFailure) in try book.fileNames(of: run) } }
  }
}

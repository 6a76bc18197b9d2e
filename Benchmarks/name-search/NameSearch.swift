import ArgumentParser
import BatchGenerator
import Matching

/// Times the search for misspelt names, and writes the same names for a peer to be timed on.
@main
struct NameSearch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "name-search",
    abstract: "Searches misspelt company names among as many customers; prints the seconds for building and searching.",
    discussion: "With --out, writes customers.txt and queries.txt, a name a line, for Benchmarks/name-search/cdist.py.")

  @Option(help: "Customers, and distinct misspelt names, none of which is a customer's.") var names = 100_000
  @Option(help: "Searches side by side.") var jobs = 2
  @Flag(help: "All names above the cut-off, not only the nearest and those nearly as near.") var all = false
  @Option(help: "The names' number.") var seed: UInt64 = 1
  @Option(name: .customLong("out"), help: "A folder for the names.") var directory: String?

  func run() async throws {
    let (customers, queries) = MisspeltNames.pairs(names, seed: seed)
    if let directory { try MisspeltNames.write(customers, queries, to: directory) }
    let clock = ContinuousClock()
    var index = NameIndex()
    let building = clock.measure {
      for (row, name) in customers.enumerated() { index.insert(name[...], row: Int32(row)) }
      index.seal()
    }
    let sealed = index
    let all = all
    let start = clock.now
    let found = await withTaskGroup(of: (hits: Int, rightFirst: Int).self) { group in
      for job in 0..<jobs {
        let part = names * job / jobs..<names * (job + 1) / jobs
        group.addTask {
          var scratch = NameIndex.Scratch()
          var (hits, rightFirst) = (0, 0)
          for number in part {
            let found =
              all
              ? sealed.hits(of: [queries[number]], atLeast: NameSimilarity.leastSearched, &scratch)
              : sealed.nearest(to: [queries[number]], &scratch)
            hits += found.count
            if found.first?.row == Int32(number) { rightFirst += 1 }
          }
          return (hits, rightFirst)
        }
      }
      return await group.reduce((0, 0)) { ($0.0 + $1.hits, $0.1 + $1.rightFirst) }
    }
    print("customers \(customers.count), queries \(queries.count), jobs \(jobs)")
    print("building \(seconds(building)) s, searching \(seconds(clock.now - start)) s")
    let what = all ? "names at least \(NameSimilarity.leastSearched) alike" : "nearest names"
    print("\(what): \(found.0); own name first: \(found.1)")
  }

  private func seconds(_ duration: Duration) -> Double {
    let parts = duration.components
    return Double(parts.seconds) + Double(parts.attoseconds / 1_000_000_000_000_000) / 1_000
  }
}

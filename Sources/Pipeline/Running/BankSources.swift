import CashModel
import Ingest

/// One bank file to read: a file of its own, or a member of an archive.
struct BankSource: Sendable {
  /// As reports name it: the path, or the archive's path, a slash and the member's name.
  let name: String
  let path: String
  /// The archive's bytes are shared by its members.
  private var archive: [UInt8]?
  private var member: ArchiveMember?
  /// Why an archive could not be opened.
  private var problem: String?
  /// Why the file could not be read.
  private var failure: RunFailure?

  private init(name: String, path: String) {
    self.name = name
    self.path = path
  }

  /// The files behind the paths of a command line; an archive stands for its members, in the order of their names.
  static func all(_ paths: [String]) -> [BankSource] {
    paths.flatMap { path -> [BankSource] in
      var alone = BankSource(name: path, path: path)
      do throws(RunFailure) {
        guard try InputFile.withBytes(path, { ZIPArchive.recognises($0) }) else { return [alone] }
        return members(of: path, try InputFile.read(path))
      } catch {
        alone.failure = error
        return [alone]
      }
    }
  }

  private static func members(of path: String, _ bytes: [UInt8]) -> [BankSource] {
    do throws(ArchiveProblem) {
      return try ZIPArchive.members(of: bytes).map { member in
        var source = BankSource(name: "\(path)/\(member.name)", path: path)
        source.archive = bytes
        source.member = member
        return source
      }
    } catch {
      var refused = BankSource(name: path, path: path)
      refused.problem = error.message
      return [refused]
    }
  }

  /// What is to be known of a file's bytes before it is cut; nil of an archive's member, and of what cannot be read.
  func known<Result>(_ body: (Span<UInt8>) -> Result?) -> Result? {
    guard member == nil, problem == nil, failure == nil else { return nil }
    return try? InputFile.withBytes(path, body)
  }

  /// Of a file of its own.
  func digest() throws(RunFailure) -> String { try InputFile.withBytes(path) { InputFile.digest(of: $0) } }

  func withBytes<Result>(
    refused: (String) -> Result, _ body: (Span<UInt8>) -> Result
  ) throws(RunFailure) -> Result {
    if let failure { throw failure }
    if let problem { return refused(problem) }
    guard let archive, let member else { return try InputFile.withBytes(path, body) }
    do throws(ArchiveProblem) {
      let bytes = try ZIPArchive.contents(of: member, in: archive)
      return body(bytes.span)
    } catch {
      return refused(error.message)
    }
  }
}

import BatchGenerator
import RoomWork

/// Does the work of every room once, in order, and says what came out. No task and no second thread: what an instruction
/// counter sees between two calls of `RoomWork.run` is the same on every run.
///
///     count-room FOLDER clean|noisy PAYMENTS
@main
enum CountRoom {
  static func main() throws {
    let words = CommandLine.arguments
    guard words.count == 4, let payments = Int(words[3]) else {
      print("usage: count-room FOLDER clean|noisy PAYMENTS")
      return
    }
    let input = try RoomInput(payments: payments, isClean: words[2] == "clean", in: words[1])
    for work in RoomWork.allCases { print(work.rawValue, work.run(on: input)) }
  }
}

using System.Diagnostics;

namespace MlOps.Tests.Transfer;

/// <summary>Does the same work in round after round, and kills the process that does it at random times, until so many have been killed.</summary>
/// <param name="start">Starts the work of a round, or goes on with it.</param>
/// <param name="seed">The same seed chooses the same times.</param>
internal sealed class KillLoop(Func<int, TransferProcess> start, int seed)
{
    /// <summary>Works and kills.</summary>
    /// <param name="kills">How often.</param>
    /// <param name="require">Looks at what came of a round. It is told how many processes were killed in it, and what the last one said.</param>
    public async Task RunAsync(int kills, Func<int, int, IReadOnlyList<string>, Task> require)
    {
        var random = new Random(seed);
        var longest = TimeSpan.Zero;
        for (var (round, killed) = (0, 0); killed < kills; round++)
        {
            var killedInRound = 0;
            while (true)
            {
                using var process = start(round);
                await process.BegunAsync();
                var begun = Stopwatch.GetTimestamp();

                // The first round is not disturbed, and says how long one takes.
                if (round > 0 && killed < kills && await process.KillAsync(longest * random.NextDouble()))
                {
                    killed++;
                    killedInRound++;
                    continue;
                }

                var said = await process.EndAsync();
                var took = Stopwatch.GetElapsedTime(begun);
                longest = took > longest ? took : longest;
                await require(round, killedInRound, said);
                break;
            }
        }
    }
}

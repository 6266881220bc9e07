#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

/// <summary>The same experiment with different seeds or settings, on all processors at once.</summary>
public static class Experiment
{
    /// <summary>Runs an experiment for each of the seeds 0, 1, 2, …</summary>
    /// <param name="count">How many seeds.</param>
    /// <param name="run">Uses nothing that another run changes, so that the results do not depend on the number of processors.</param>
    /// <returns>What each run returned, in the order of the seeds.</returns>
    /// <exception cref="OperationCanceledException">The reader stopped the running cell.</exception>
    public static TResult[] Repeat<TResult>(int count, Func<int, TResult> run) => Each([.. Enumerable.Range(0, count)], run);

    /// <summary>Runs an experiment for each setting.</summary>
    /// <param name="run">As in <see cref="Repeat"/>.</param>
    /// <returns>What each run returned, in the order of the settings.</returns>
    /// <exception cref="OperationCanceledException">The reader stopped the running cell.</exception>
    public static TResult[] Each<TSetting, TResult>(IReadOnlyList<TSetting> settings, Func<TSetting, TResult> run)
    {
        var results = new TResult[settings.Count];
        var options = new ParallelOptions { CancellationToken = Stopped };
        try
        {
            Parallel.For(0, results.Length, options, i => results[i] = run(settings[i]));
        }
        catch (AggregateException problem)
        {
            ExceptionDispatchInfo.Throw(problem.InnerExceptions[0]);   // as if the run had been called here
        }
        return results;
    }

    /// <summary>
    /// Cancelled when the reader stops the running cell. Only .NET Interactive says so, and is reached by reflection, since the other
    /// hosts lack its assembly and end the cell themselves.
    /// </summary>
    public static CancellationToken Stopped
    {
        get
        {
            object? context = Type.GetType("Microsoft.DotNet.Interactive.KernelInvocationContext, Microsoft.DotNet.Interactive")
                ?.GetProperty("Current")?.GetValue(null);
            return context?.GetType().GetProperty("CancellationToken")?.GetValue(context) is CancellationToken token ? token : default;
        }
    }
}

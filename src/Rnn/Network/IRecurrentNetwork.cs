#nullable enable
using System;
using MathNet.Numerics.LinearAlgebra;

/// <summary>
/// What training, checking, saving and drawing need of a network that reads tokens: an <see cref="Rnn"/>, or one of other cells with
/// tensors of its own. A state is what it hands from one time step to the next, as one vector.
/// </summary>
/// <typeparam name="TTensors">The network's own tensors.</typeparam>
public interface IRecurrentNetwork<out TTensors> where TTensors : Tensors
{
    int InputSize { get; }

    int OutputSize { get; }

    /// <summary>The weights.</summary>
    TTensors Parameters { get; }

    /// <summary>What <see cref="Backward"/> has added up since the last <see cref="ZeroGradients"/>.</summary>
    TTensors Gradients { get; }

    /// <summary>The step size of gradient descent.</summary>
    double LearningRate { get; }

    /// <summary>ŷ_t of the last <see cref="Forward"/>, one column per time step (output × T).</summary>
    Matrix<double> Logits { get; }

    /// <summary>The state before a first token: zeros.</summary>
    Vector<double> ZeroState { get; }

    /// <summary>The state after the last <see cref="Forward"/>.</summary>
    Vector<double> State { get; }

    /// <summary>Runs the network over T tokens x with targets y; returns the loss.</summary>
    /// <param name="start">The state before the first token; zero if omitted.</param>
    double Forward(ReadOnlySpan<int> x, ReadOnlySpan<int> y, Vector<double>? start = null);

    /// <summary>Backpropagation through time over the sequence of the last <see cref="Forward"/>.</summary>
    /// <param name="outputGradients">Goes back in place of the loss's own ∂L/∂ŷ_t (output × T).</param>
    void Backward(Matrix<double>? outputGradients = null);

    /// <summary>Forgets the gradients added up so far.</summary>
    void ZeroGradients();

    /// <summary>One time step: reads a token in a state; returns the next state and the logits.</summary>
    /// <param name="hPrev">The state before the token.</param>
    (Vector<double> h, Vector<double> yhat) StepForward(int x, Vector<double> hPrev);
}

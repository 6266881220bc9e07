using System.Text;

namespace Workbook.Book.Mathematics;

/// <summary>The commands and characters that stand for one sign, name or space.</summary>
internal static class Symbols
{
    private static readonly Dictionary<string, Atom> Known = All();

    /// <summary>What a token stands for; null if it is none of them.</summary>
    public static Atom? Of(string token) => Known.GetValueOrDefault(token)
        ?? (Rune.IsLetter(token.EnumerateRunes().First()) ? new Letters(token) : null);

    private static Dictionary<string, Atom> All()
    {
        var all = new Dictionary<string, Atom>();
        Add("""
            \alpha α \beta β \gamma γ \delta δ \epsilon ϵ \varepsilon ε \zeta ζ \eta η \theta θ \vartheta ϑ \iota ι \kappa κ \lambda λ
            \mu μ \nu ν \xi ξ \pi π \rho ρ \sigma σ \tau τ \upsilon υ \phi ϕ \varphi φ \chi χ
            \psi ψ \omega ω \partial ∂
            """, text => new Letters(text));
        Add("""
            \Gamma Γ \Delta Δ \Theta Θ \Lambda Λ \Xi Ξ \Pi Π \Sigma Σ \Upsilon Υ \Phi Φ \Psi Ψ \Omega Ω \nabla ∇ \infty ∞ \ell ℓ
            \top ⊤ \bot ⊥ \forall ∀ \exists ∃ \emptyset ∅ \neg ¬ \prime ′
            \% % \_ _ \& & \# # \$ $ . . ? ? @ @
            """, text => new Letters(text, Upright: true));
        Add("\\ldots … \\dots … \\cdots ⋯ \\vdots ⋮ \\ddots ⋱", text => new Letters(text, Upright: true, AtomClass.Inner));
        Add("/ / | | ! ! \\vert | \\Vert ‖ \\| ‖ \\backslash ∖", text => new Sign(text, AtomClass.Ordinary));
        Add("""
            + + - − * ∗ \pm ± \mp ∓ \times × \cdot ⋅ \odot ⊙ \oplus ⊕ \otimes ⊗ \circ ∘ \ast ∗ \star ⋆ \bullet ∙ \cup ∪ \cap ∩
            \setminus ∖ \wedge ∧ \land ∧ \vee ∨ \lor ∨
            """, text => new Sign(text, AtomClass.Binary));
        Add("""
            = = < < > > : : \lt < \gt > \le ≤ \leq ≤ \ge ≥ \geq ≥ \ne ≠ \neq ≠ \ll ≪ \gg ≫ \approx ≈ \sim ∼ \simeq ≃ \cong ≅ \equiv ≡
            \propto ∝ \in ∈ \notin ∉ \subset ⊂ \subseteq ⊆ \supset ⊃ \supseteq ⊇ \mid ∣ \parallel ∥ \perp ⊥
            \to → \rightarrow → \gets ← \leftarrow ← \leftrightarrow ↔ \uparrow ↑ \downarrow ↓ \mapsto ↦
            \longrightarrow ⟶ \longleftarrow ⟵
            \Rightarrow ⇒ \Leftarrow ⇐ \Leftrightarrow ⇔ \implies ⟹ \iff ⟺
            """, text => new Sign(text, AtomClass.Relation));
        Add("( ( [ [ \\{ { \\lbrace { \\lvert | \\lVert ‖ \\langle ⟨ \\lfloor ⌊ \\lceil ⌈", text => new Sign(text, AtomClass.Open));
        Add(") ) ] ] \\} } \\rbrace } \\rvert | \\rVert ‖ \\rangle ⟩ \\rfloor ⌋ \\rceil ⌉", text => new Sign(text, AtomClass.Close));
        Add(", , ; ; \\colon :", text => new Sign(text, AtomClass.Punctuation));
        Add("\\sum ∑ \\prod ∏", text => new Sign(text, AtomClass.Operator, Limits: true));
        Add("\\int ∫", text => new Sign(text, AtomClass.Operator));
        const string Functions = "sin cos tan sinh cosh tanh exp log ln arg dim";
        foreach (string name in Functions.Split(' '))
            all["\\" + name] = new Function(name);
        foreach (string name in "max min sup inf lim det Pr".Split(' '))
            all["\\" + name] = new Function(name, Limits: true);
        foreach (var (name, eighteenths) in new[] { (",", 3), (":", 4), (";", 5), ("!", -3), ("quad", 18), ("qquad", 36) })
            all["\\" + name] = new Space(eighteenths / 18.0);
        all["\\ "] = all["\\\n"] = all["~"] = new Space(1 / 3.0);
        return all;

        // Pairs of a token and what it stands for.
        void Add(string pairs, Func<string, Atom> atom)
        {
            foreach (string[] pair in pairs.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Chunk(2))
                all.Add(pair[0], atom(pair[1]));
        }
    }
}

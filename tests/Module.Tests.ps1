BeforeAll {
    Import-Module "$PSScriptRoot/SpecHelpers.psm1" -Force
    Enter-SpecHome
    $manifest = [IO.Path]::GetFullPath("$PSScriptRoot/../MlOps.psd1")
    Import-Module $manifest -Force
    $module = Get-Module MlOps
    $text = & ([scriptblock]::Create([IO.File]::ReadAllText($manifest)))
}

AfterAll {
    Exit-SpecHome
}

Describe 'The module' {
    It 'exports every cmdlet of its assembly by name, and nothing else' {
        [string[]] $made = foreach ($type in $module.ImplementingAssembly.GetExportedTypes()) {
            $attribute = $type.GetCustomAttributes([Management.Automation.CmdletAttribute], $false)
            if ($attribute) { "$($attribute[0].VerbName)-$($attribute[0].NounName)" }
        }
        [Array]::Sort($made, [StringComparer]::Ordinal)
        $text.CmdletsToExport | Should -Be $made
        $module.ExportedCommands.Count | Should -Be $made.Count
        $module.ExportedVariables.Count | Should -Be 0
    }

    It 'has the version that everything here is built with' {
        $built = ([xml] [IO.File]::ReadAllText("$PSScriptRoot/../Directory.Build.props")).SelectSingleNode('//Version').InnerText
        $module.Version | Should -Be $built
        $module.ImplementingAssembly.GetName().Version | Should -Be "$built.0"
    }

    It 'names cmdlets with an approved verb and the prefix Ml' {
        $approved = foreach ($type in 'Common', 'Data', 'Lifecycle', 'Diagnostic', 'Communications', 'Security', 'Other') {
            foreach ($field in ([type] "Management.Automation.Verbs$type").GetFields()) { $field.Name }
        }
        foreach ($command in $module.ExportedCmdlets.Values) {
            $command.Verb | Should -BeIn $approved
            $command.Noun | Should -Match '^Ml[A-Z]'
        }
    }

    It 'makes [<name>] known before a cmdlet has run' -ForEach @(
        @{ name = 'MlOps.MlJob' }
        @{ name = 'MlOps.MlLogEvent' }
        @{ name = 'MlOps.MlMetricPoint' }
        @{ name = 'MlOps.MlArtifact' }
    ) {
        ($name -as [type]).Assembly.GetName().Name | Should -Be 'MlOps'
    }

    It 'answers after Import-Module -Force, once and twice' {
        Import-Module $manifest -Force
        Import-Module $manifest -Force
        (Get-MlContext DefaultProvider).Value | Should -Be 'Local'
        (Get-MlContext DefaultProvider) -is [MlOps.MlContextValue] | Should -BeTrue
    }

    It 'is gone after Remove-Module, and comes back' {
        Remove-Module MlOps
        Get-Command -Name Get-MlContext -CommandType Cmdlet -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Import-Module $manifest
        (Get-MlContext DefaultProvider).Value | Should -Be 'Local'
    }

    It 'imports from any folder' {
        $before = $ExecutionContext.SessionState.Path.CurrentLocation.Path
        try {
            $null = $ExecutionContext.SessionState.Path.SetLocation([IO.Path]::Combine($PSScriptRoot, '..', 'src'))
            Import-Module ../MlOps.psd1 -Force
            (Get-MlContext DefaultProvider).Value | Should -Be 'Local'
        }
        finally {
            $null = $ExecutionContext.SessionState.Path.SetLocation($before)
        }
    }
}

@{
    RootModule           = 'module/bin/MlOps.Cmdlets.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5c6b9c1e-6a1d-4b7e-9f0c-2d7f8e3b4a91'
    Author               = 'The MlOps authors'
    CompanyName          = 'MlOps'
    Copyright            = 'Copyright (c) 2026 the MlOps authors'
    Description          = 'Runs machine-learning training on Amazon SageMaker, Google Vertex AI and the local machine, through one set of cmdlets and one set of objects.'

    PowerShellVersion    = '7.6'
    CompatiblePSEditions = 'Core'

    # Loaded with the module, so that [MlOps.MlJob] is known before the first cmdlet has run.
    RequiredAssemblies   = 'module/bin/MlOps.dll'
    FormatsToProcess     = 'module/MlOps.Format.ps1xml'

    # Named one by one, so that Tab completion and auto-loading need not load the assembly to know them.
    CmdletsToExport      = @(
        'Export-MlEntrypoint'
        'Find-MlInstance'
        'Get-MlArtifact'
        'Get-MlContext'
        'Get-MlJob'
        'Get-MlJobLog'
        'Get-MlMetric'
        'Get-MlTrial'
        'New-MlRange'
        'Receive-MlArtifact'
        'Remove-MlJob'
        'Resume-MlTuning'
        'Send-MlData'
        'Set-MlContext'
        'Start-MlTrainingJob'
        'Start-MlTuning'
        'Stop-MlJob'
        'Test-MlProvider'
        'Wait-MlJob'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()

    PrivateData          = @{
        PSData = @{
            Tags = @('MachineLearning', 'MLOps', 'Training', 'AWS', 'SageMaker', 'GoogleCloud', 'VertexAI', 'TensorBoard', 'Linux', 'MacOS', 'Windows')
        }
    }
}
